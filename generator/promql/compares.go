package promql

// Compares says whether an expression gives something at some times alone, as that of an alert has to: it compares, or asks for
// what is absent. Comparisons in braces choose series.
func Compares(expr string) bool {
	s, braces := scanner{expr: expr}, 0
	for {
		t, err := s.next()
		if err != nil || t.form == end {
			return false
		}
		switch t.text {
		case "{":
			braces++
		case "}":
			braces--
		case "==", "!=", "<", "<=", ">", ">=":
			if braces == 0 && t.form == symbol {
				return true
			}
		case "absent", "absent_over_time":
			if braces == 0 && t.form == word {
				return true
			}
		}
	}
}
