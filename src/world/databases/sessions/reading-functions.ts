/**
 * Functions of PostgreSQL that change nothing, of those that queries are usually made of. A query that calls any other may
 * do more than read.
 */
export const readingFunctions: ReadonlySet<string> = new Set(
  `abs age any_value array_agg array_append array_cat array_length array_position array_prepend array_remove array_to_json
  array_to_string avg bit_and bit_or bool_and bool_or bit_length btrim cardinality ceil ceiling char_length
  character_length chr concat concat_ws corr count cume_dist current_database current_schema current_setting date_bin date_part
  date_trunc dense_rank div every exp extract first_value floor format generate_series generate_subscripts greatest
  has_table_privilege initcap isempty isfinite json_agg json_array_elements json_array_elements_text json_array_length
  json_build_array json_build_object json_each json_each_text json_object json_object_agg json_object_keys json_typeof
  jsonb_agg jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_build_array jsonb_build_object
  jsonb_each jsonb_each_text jsonb_extract_path jsonb_extract_path_text jsonb_object_agg jsonb_object_keys
  jsonb_path_exists jsonb_path_query jsonb_path_query_array jsonb_pretty jsonb_set jsonb_strip_nulls jsonb_typeof
  justify_days justify_hours justify_interval lag last_value lead least left length like_escape ln log lower lower_inc
  lpad ltrim make_date make_interval make_time make_timestamp make_timestamptz max md5 min mod mode now nth_value ntile
  nullif num_nulls octet_length overlaps percent_rank percentile_cont percentile_disc pg_size_pretty pg_typeof
  pg_table_size pg_total_relation_size position power quote_ident quote_literal radians rank regexp_count regexp_like
  regexp_match regexp_matches regexp_replace regexp_split_to_array regexp_split_to_table repeat replace reverse right
  round row_number row_to_json rpad rtrim sha256 sign split_part sqrt starts_with statement_timestamp
  clock_timestamp transaction_timestamp stddev stddev_pop stddev_samp string_agg string_to_array string_to_table strpos
  substr substring sum timezone to_char to_date to_hex to_json to_jsonb to_number to_timestamp to_tsquery to_tsvector
  translate trim_scale trunc unnest upper upper_inc var_pop var_samp variance version width_bucket`.split(/\s+/),
)
