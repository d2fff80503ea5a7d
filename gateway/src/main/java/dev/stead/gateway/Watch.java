package dev.stead.gateway;

/**
 * Sees to it that what somebody has open (an upgraded connection, a reply or a body that lasts)
 * ends with the right to it. On the connection's loop only.
 */
interface Watch extends Timed {
    /** The client has sent something. */
    void used();

    /** What was watched has ended by itself. */
    void end();
}
