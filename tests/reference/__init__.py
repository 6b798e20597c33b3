"""An independent reference for the compiler: the documented meaning of metric queries, in plain Python over rows in lists."""
