package input

import (
	"fmt"
	"slices"
	"strings"
)

const (
	mostNames   = 30  // how many known names a hint lists
	longestWord = 253 // the longest name in Kubernetes; comparing longer ones could take a hostile input seconds
)

// Hint ends an error about an unknown word: ` (did you mean "x"?)` when a known word is close, otherwise
// ` (known: a, b, c)` in alphabetical order, otherwise, with no known word at all, nothing.
func Hint(word string, known []string) string {
	if guess := didYouMean(word, known); guess != "" || len(known) == 0 {
		return guess
	}
	sorted := slices.Sorted(slices.Values(known))
	if more := len(sorted) - mostNames; more > 0 {
		return fmt.Sprintf(" (known: %s and %d more)", strings.Join(sorted[:mostNames], ", "), more)
	}
	return fmt.Sprintf(" (known: %s)", strings.Join(sorted, ", "))
}

func didYouMean(word string, known []string) string {
	if nearest, ok := Nearest(word, known); ok {
		return fmt.Sprintf(" (did you mean %q?)", nearest)
	}
	return ""
}

// Nearest finds the known word that was probably meant: the one with the fewest typing mistakes, at most about one
// for every three letters, or one that was cut short, as in "prod" for "production". Upper and lower case count as
// the same. Of several that are equally near, it takes the first in the alphabet.
func Nearest(word string, known []string) (string, bool) {
	if len(word) > longestWord {
		return "", false
	}
	nearest, fewest := "", mistakesIn(word)+1
	for _, candidate := range known {
		mistakes := mistakesBetween(strings.ToLower(word), strings.ToLower(candidate), fewest)
		if mistakes < fewest || mistakes == fewest && nearest != "" && candidate < nearest {
			nearest, fewest = candidate, mistakes
		}
	}
	return nearest, nearest != ""
}

// mistakesIn is the number of typing mistakes to be expected in a word.
func mistakesIn(word string) int { return (len(word) + 1) / 3 }

// mistakesBetween is the number of mistakes that turn one word into the other, or any number above limit when their
// lengths alone say that it is above.
func mistakesBetween(a, b string, limit int) int {
	if len(a) >= 3 && strings.HasPrefix(b, a) {
		return min(1, len(b)-len(a))
	}
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	return distance(a, b)
}

// distance counts the letters to insert, delete, replace or swap with their neighbour to turn a into b: the optimal
// string alignment distance, which is Levenshtein's with swaps, the commonest slip of fingers.
func distance(a, b string) int {
	var beforeLast, last []int
	for j := range len(b) + 1 {
		last = append(last, j)
	}
	for i := range len(a) {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range len(b) {
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+differ(a[i], b[j]))
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], beforeLast[j-1]+1)
			}
		}
		beforeLast, last = last, row
	}
	return last[len(b)]
}

func differ(a, b byte) int {
	if a == b {
		return 0
	}
	return 1
}
