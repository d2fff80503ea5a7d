package dev.stead.gateway;

/** Ends what somebody unknown has open by a public route once it is not for them any more. */
final class RouteWatch implements Watch {
    private final PresentAccess access;
    private final Runnable cut;
    private boolean over;

    /**
     * @param cut closes what is watched
     */
    RouteWatch(PresentAccess access, Runnable cut) {
        this.access = access;
        this.cut = cut;
    }

    @Override
    public void used() {}

    @Override
    public void end() {
        over = true;
    }

    @Override
    public void checkDeadlines(long now) {
        if (!over && access.now().filter(AccessRule::isPublic).isEmpty()) {
            over = true;
            cut.run();
        }
    }
}
