package dev.stead.api;

import java.time.Duration;

/**
 * What visitors do with an instance, as the gateway sees it.
 *
 * @param connections requests and upgraded connections under way
 * @param sinceWork how long ago somebody last worked with it: a navigation, a request that is not
 *     GET, HEAD or OPTIONS, data from the browser on an upgraded connection, a body of known length
 *     on its way. Since the gateway first heard of the instance when nobody did.
 * @param received bytes of visitors
 * @param sent bytes to visitors
 */
public record Activity(int connections, Duration sinceWork, long received, long sent) {}
