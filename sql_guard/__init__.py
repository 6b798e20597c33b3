"""SQL in, rows out, safely: the only door to data. An engine accepts nothing but a SafeSql, and only guard() makes one."""
