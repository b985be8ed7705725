package promql

import "strings"

// isKeyword says whether a word is no name of a metric.
func isKeyword(name string) bool {
	switch name {
	case "and", "atan2", "bool", "by", "group_left", "group_right", "ignoring", "offset", "on", "or", "unless", "without":
		return true
	}
	return false
}

// aggregations are the operators over the series of a vector.
var aggregations = set(`avg bottomk count count_values group limit_ratio limitk max min quantile stddev stdvar sum topk`, true)

// functions are those of Prometheus 3, and whether they take a range
// (https://prometheus.io/docs/prometheus/latest/querying/functions/).
var functions = func() map[string]bool {
	all := set(`absent_over_time avg_over_time changes count_over_time delta deriv double_exponential_smoothing idelta
		increase irate last_over_time max_over_time min_over_time predict_linear present_over_time quantile_over_time rate
		resets stddev_over_time stdvar_over_time sum_over_time`, true)
	for name := range set(`abs absent acos acosh asin asinh atan atanh ceil clamp clamp_max clamp_min cos cosh day_of_month
		day_of_week day_of_year days_in_month deg exp floor histogram_avg histogram_count histogram_fraction
		histogram_quantile histogram_stddev histogram_stdvar histogram_sum hour label_join label_replace ln log10 log2
		minute month pi rad round scalar sgn sin sinh sort sort_by_label sort_by_label_desc sort_desc sqrt tan tanh time
		timestamp vector year`, false) {
		all[name] = false
	}
	return all
}()

func set(names string, value bool) map[string]bool {
	all := map[string]bool{}
	for name := range strings.FieldsSeq(names) {
		all[name] = value
	}
	return all
}
