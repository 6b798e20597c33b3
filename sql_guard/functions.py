"""The allow-lists: what a query may be made of, in the tree's spelling and in DuckDB's own. What is not listed is refused."""

from __future__ import annotations

from typing import Final


def listed(names: str) -> frozenset[str]:
    """The names of a text, parted by white space."""
    return frozenset(names.split())


AGGREGATES: Final = listed(
    """
    any_value bit_and bit_or bit_xor approx_count_distinct approx_quantile arbitrary arg_max arg_min argmax argmin
    array_agg avg bool_and bool_or corr count count_if count_star countif covar_pop covar_samp entropy favg first fsum
    geomean geometric_mean group_concat kahan_sum kurtosis kurtosis_pop last list listagg mad max max_by mean median min
    min_by mode percentile_cont percentile_disc product quantile quantile_cont quantile_disc regr_avgx regr_avgy
    regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy sem skewness stddev stddev_pop stddev_samp
    string_agg sum sumkahan var_pop var_samp variance wavg weighted_avg
    """
)

WINDOWS: Final = listed("row_number rank dense_rank rank_dense percent_rank cume_dist ntile lag lead first_value last_value nth_value")

TEXT: Final = listed(
    """
    ascii char_length character_length chr concat concat_ws contains ends_with format instr lcase left len length lower
    lpad ltrim md5 nfc_normalize ord position prefix printf regexp_extract regexp_extract_all regexp_full_match
    regexp_matches regexp_replace regexp_split_to_array replace reverse right rpad rtrim sha256 split split_part
    starts_with str_split str_split_regex string_split string_split_regex string_to_array strip_accents strlen strpos
    substr substring suffix translate trim ucase unicode upper like_escape ilike_escape not_like_escape not_ilike_escape
    """
)

NUMBERS: Final = listed(
    """
    abs acos asin atan atan2 cbrt ceil ceiling coalesce cos cot degrees even exp fdiv floor fmod gcd greatest if ifnull
    isfinite isinf isnan lcm least ln log log10 log2 mod nullif pi pow power radians round round_even sign sin sqrt tan
    trunc grouping grouping_id
    """
)

DATES: Final = listed(
    """
    age century current_date current_timestamp date_add date_diff date_part date_sub date_trunc datediff datepart
    datesub datetrunc day dayname dayofmonth dayofweek dayofyear days_in_month decade epoch epoch_ms epoch_us
    get_current_timestamp hour isodow isoyear julian last_day make_date make_time make_timestamp microsecond millisecond
    minute month monthname now quarter second strftime strptime time_bucket timezone to_days to_hours to_microseconds
    to_milliseconds to_minutes to_months to_quarters to_seconds to_timestamp to_weeks to_years today try_strptime week
    weekday weekofyear year yearweek
    """
)

LISTS: Final = listed(
    """
    array_append array_concat array_contains array_distinct array_extract array_filter array_has array_length
    array_position array_reverse_sort array_slice array_sort array_to_string array_transform cardinality element_at
    flatten generate_series list_append list_apply list_avg list_concat list_contains list_count list_distinct
    list_element list_extract list_filter list_first list_has list_indexof list_last list_max list_min list_position
    list_reverse list_reverse_sort list_slice list_sort list_sum list_transform list_unique list_value map map_keys
    map_values range row struct_extract struct_pack unnest
    """
)

OPERATORS: Final = listed("+ - * / // % ** ^ || ~ & | << >> ~~ !~~ ~~* !~~* ~~~ @>")

ENGINE_FUNCTIONS: Final = AGGREGATES | WINDOWS | TEXT | NUMBERS | DATES | LISTS
TABLE_FUNCTIONS: Final = frozenset({"unnest", "generate_series", "range"})
PATTERN_FUNCTIONS: Final = listed(
    """
    regexp_extract regexp_extract_all regexp_full_match regexp_matches regexp_replace regexp_split_to_array
    str_split_regex string_split_regex
    """
)
SERIES_FUNCTIONS: Final = frozenset({"generate_series", "range"})
LAMBDA_FUNCTIONS: Final = listed("array_filter array_transform list_apply list_filter list_transform")

# One engine function under several names; the right-hand one is what the comparison of two readings uses.
SAME_FUNCTION: Final = {
    "argmax": "arg_max",
    "argmin": "arg_min",
    "max_by": "arg_max",
    "min_by": "arg_min",
    "list": "array_agg",
    "countif": "count_if",
    "mean": "avg",
    "listagg": "string_agg",
    "group_concat": "string_agg",
    "percentile_cont": "quantile_cont",
    "percentile_disc": "quantile_disc",
    "quantile": "quantile_disc",
    "sumkahan": "fsum",
    "kahan_sum": "fsum",
    "var_samp": "variance",
    "stddev_samp": "stddev",
    "char_length": "length",
    "character_length": "length",
    "len": "length",
    "array_length": "length",
    "lcase": "lower",
    "ucase": "upper",
    "suffix": "ends_with",
    "prefix": "starts_with",
    "instr": "strpos",
    "position": "strpos",
    "substr": "substring",
    "split": "string_split",
    "str_split": "string_split",
    "string_to_array": "string_split",
    "str_split_regex": "string_split_regex",
    "regexp_split_to_array": "string_split_regex",
    "ord": "unicode",
    "ceiling": "ceil",
    "pow": "power",
    "**": "power",
    "^": "power",
    "mod": "%",
    "datediff": "date_diff",
    "datepart": "date_part",
    "datesub": "date_sub",
    "datetrunc": "date_trunc",
    "weekofyear": "week",
    "dayofmonth": "day",
    "today": "current_date",
    "get_current_timestamp": "now",
    "list_has": "list_contains",
    "array_has": "list_contains",
    "array_contains": "list_contains",
    "list_indexof": "list_position",
    "array_position": "list_position",
    "array_distinct": "list_distinct",
    "array_sort": "list_sort",
    "array_reverse_sort": "list_reverse_sort",
    "array_slice": "list_slice",
    "array_concat": "list_concat",
    "array_append": "list_append",
    "array_filter": "list_filter",
    "array_transform": "list_apply",
    "list_transform": "list_apply",
    "array_extract": "list_extract",
    "list_element": "list_extract",
    "rank_dense": "dense_rank",
}

# Names of sqlglot classes. Clauses and expressions that are not functions:
TREE_NODES: Final = listed(
    """
    Add Alias All And Any Array AtTimeZone Between BitwiseAnd BitwiseLeftShift BitwiseNot BitwiseOr BitwiseRightShift
    BitwiseXor Boolean Bracket ByteString CTE Case Cast Collate Column Comprehension Cube DPipe DataType DataTypeParam
    Distinct Div Dot EQ Escape Except Exists Explode Extract Fetch Filter From GT GTE Glob Group GroupingSets Having
    ILike Identifier If In IntDiv Intersect Interval IntervalSpan Is Join LT LTE Lambda Lateral Like Limit LimitOptions
    Literal Map Mod Mul NEQ Neg Not Null NullSafeEQ NullSafeNEQ Offset Or Order Ordered Paren Pivot PivotAlias
    PropertyEQ Qualify RawString RespectNulls IgnoreNulls Rollup Select SimilarTo Slice Star Struct Sub Subquery Table
    TableAlias ToMap TryCast Tuple Union Unnest Values Var Where Window WindowSpec With WithinGroup
    """
)

# Functions that sqlglot knows by a class of their own; any other function is Anonymous and checked by its engine name.
TREE_FUNCTIONS: Final = listed(
    """
    Abs Acos AnyValue ApproxDistinct ApproxQuantile ArgMax ArgMin ArrayAgg ArrayAppend ArrayConcat ArrayContains
    ArrayDistinct ArrayFilter ArrayMax ArrayMin ArrayPosition ArraySize ArraySlice ArraySort ArrayToString Ascii Asin
    Atan Atan2 Avg BitwiseAndAgg BitwiseOrAgg BitwiseXorAgg Cbrt Ceil Chr Coalesce Concat ConcatWs Contains Corr Cos Cot
    Count CountIf CovarPop CovarSamp CumeDist CurrentDate CurrentTimestamp DateAdd DateBin DateDiff DateFromParts
    DateSub Day DayOfMonth DayOfWeek DayOfWeekIso DayOfYear Dayname Degrees DenseRank EndsWith Exp First FirstValue
    Flatten Floor Format GenerateSeries Greatest GroupConcat Grouping GroupingId Hour IsInf IsNan Kurtosis Lag Last
    LastDay LastValue Lead Least Left Length Ln Log LogicalAnd LogicalOr Lower MD5 MapKeys Max Median Min Minute Mode
    Month Monthname NthValue Ntile Nullif Pad PercentRank PercentileCont PercentileDisc Pi Pow Quantile Quarter Radians
    Rank RegexpExtract RegexpExtractAll RegexpFullMatch RegexpLike RegexpReplace RegexpSplit RegrAvgx RegrAvgy RegrCount
    RegrIntercept RegrR2 RegrSlope RegrSxx RegrSxy RegrSyy Replace Reverse Right Round RowNumber SHA2 Second Sign Sin
    Skewness Split SplitPart Sqrt StartsWith Stddev StddevPop StddevSamp StrPosition StrToTime StructExtract Substring
    Sum Tan TimeFromParts TimeToStr TimeToUnix TimestampFromParts TimestampTrunc ToDays Transform Translate Trim Trunc
    Unicode UnixToTime Upper Variance VariancePop Week WeekOfYear Year DateTrunc
    """
)

ANONYMOUS: Final = frozenset({"Anonymous", "AnonymousAggFunc"})

DATA_TYPES: Final = listed(
    """
    BIGINT BOOLEAN DATE DECIMAL DOUBLE FLOAT INT INT128 INTERVAL LIST ARRAY SMALLINT TEXT TIME TIMESTAMP TIMESTAMPTZ
    TIMESTAMP_S TIMESTAMP_MS TIMESTAMP_NS TIMESTAMPNTZ TINYINT UBIGINT UINT UINT128 USMALLINT UTINYINT VARCHAR CHAR
    """
)

ENGINE_TYPES: Final = {
    "bigint": "bigint",
    "int8": "bigint",
    "long": "bigint",
    "boolean": "boolean",
    "bool": "boolean",
    "logical": "boolean",
    "date": "date",
    "decimal": "decimal",
    "numeric": "decimal",
    "dec": "decimal",
    "double": "double",
    "float8": "double",
    "double precision": "double",
    "float": "float",
    "float4": "float",
    "real": "float",
    "integer": "integer",
    "int": "integer",
    "int4": "integer",
    "signed": "integer",
    "hugeint": "hugeint",
    "int128": "hugeint",
    "uhugeint": "uhugeint",
    "uint128": "uhugeint",
    "interval": "interval",
    "list": "list",
    "smallint": "smallint",
    "int2": "smallint",
    "short": "smallint",
    "tinyint": "tinyint",
    "int1": "tinyint",
    "ubigint": "ubigint",
    "uint64": "ubigint",
    "uinteger": "uinteger",
    "uint32": "uinteger",
    "usmallint": "usmallint",
    "uint16": "usmallint",
    "utinyint": "utinyint",
    "uint8": "utinyint",
    "varchar": "varchar",
    "text": "varchar",
    "string": "varchar",
    "char": "varchar",
    "bpchar": "varchar",
    "time": "time",
    "timestamp": "timestamp",
    "datetime": "timestamp",
    "timestamp without time zone": "timestamp",
    "timestamptz": "timestamptz",
    "timestamp with time zone": "timestamptz",
    "timestamp_s": "timestamp_s",
    "timestamp_ms": "timestamp_ms",
    "timestamp_ns": "timestamp_ns",
    "timestamp_us": "timestamp",
}
