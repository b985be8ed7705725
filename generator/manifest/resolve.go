package manifest

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// resolvesToString reports whether YAML 1.1 reads the plain scalar s as a string, after resolve and isBase60Float of
// go.yaml.in/yaml/v2. Whatever reads as null, a boolean, a number or a time has to be quoted.
func resolvesToString(s string) bool {
	if s == "" {
		return false
	}
	switch s[0] {
	case 'y', 'Y', 'n', 'N', 't', 'T', 'f', 'F', 'o', 'O', '~':
		return !isReserved(s)
	case '.':
		_, err := strconv.ParseFloat(s, 64)
		return err != nil && !isReserved(s)
	case '+', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return !isReserved(s) && (!numeric(s) || !isTime(s) && !isNumber(s) && !base60.MatchString(s))
	}
	return true
}

func isReserved(s string) bool {
	switch s {
	case "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON",
		"n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF",
		"~", "null", "Null", "NULL", ".nan", ".NaN", ".NAN",
		".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF":
		return true
	}
	return false
}

// numeric reports whether s has only characters of which numbers and times consist; most strings do not.
func numeric(s string) bool {
	for i := range len(s) {
		if strings.IndexByte("0123456789abcdefABCDEFxXoO_+-.,: TtZ", s[i]) < 0 {
			return false
		}
	}
	return true
}

func isNumber(s string) bool {
	s = strings.ReplaceAll(s, "_", "")
	if _, err := strconv.ParseInt(s, 0, 64); err == nil {
		return true
	}
	if _, err := strconv.ParseUint(s, 0, 64); err == nil {
		return true
	}
	if _, err := strconv.ParseFloat(s, 64); err == nil {
		return true
	}
	// The library takes a second sign behind the prefix of a binary number.
	if digits, ok := strings.CutPrefix(s, "0b"); ok {
		_, err := strconv.ParseInt(digits, 2, 64)
		return err == nil
	}
	return false
}

var timeLayouts = []string{
	"2006-1-2T15:4:5.999999999Z07:00",
	"2006-1-2t15:4:5.999999999Z07:00",
	"2006-1-2 15:4:5.999999999",
	"2006-1-2",
}

func isTime(s string) bool {
	year, _, ok := strings.Cut(s, "-")
	if !ok || len(year) != 4 || strings.Trim(year, "0123456789") != "" {
		return false
	}
	for _, layout := range timeLayouts {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

// base60 numbers (12:30:45) are no longer read as numbers, but are quoted for readers that do.
var base60 = regexp.MustCompile(`^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$`)
