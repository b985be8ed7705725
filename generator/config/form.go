package config

// Form says how the values of a type are written, in the words of JSON Schema. It is for editors and people;
// UnmarshalText has the last word.
type Form struct {
	Types            []string // of string, integer and number
	Pattern          string   // that text matches, in the common part of RE2 and ECMA-262
	Minimum, Maximum float64  // of numbers; zero means none
	Examples         []any
}

// textForm is the form of values that are text, with examples of them.
func textForm(pattern string, examples ...any) Form {
	return Form{Types: []string{"string"}, Pattern: pattern, Examples: examples}
}

// wholeForm is the form of whole numbers, with examples of them.
func wholeForm(lowest, highest float64, examples ...any) Form {
	return Form{Types: []string{"integer"}, Minimum: lowest, Maximum: highest, Examples: examples}
}
