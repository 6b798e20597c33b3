"""What each number means: metrics, dimensions, datasets, joins, periods, access; compiles a metric query to SQL.

Usable with no model, no vectors and no screen.
"""
