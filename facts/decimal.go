package facts

import (
	"errors"
	"strconv"
	"strings"
)

// decimal reads a number in JSON's notation, the only one of any format: no
// plus sign, leading zero, bare point, hexadecimal, underscore, NaN or Inf. A
// number too great for a float64 is infinite, hence beyond every range.
func decimal(text string) (float64, bool) {
	if !isDecimal(text) {
		return 0, false
	}
	value, err := strconv.ParseFloat(text, 64)
	return value, err == nil || errors.Is(err, strconv.ErrRange)
}

func isDecimal(text string) bool {
	text = strings.TrimPrefix(text, "-")
	whole := digits(text)
	if whole == 0 || whole > 1 && text[0] == '0' {
		return false
	}
	text = text[whole:]
	if strings.HasPrefix(text, ".") {
		n := digits(text[1:])
		if n == 0 {
			return false
		}
		text = text[1+n:]
	}
	if text != "" && (text[0] == 'e' || text[0] == 'E') {
		text = text[1:]
		if text != "" && (text[0] == '+' || text[0] == '-') {
			text = text[1:]
		}
		n := digits(text)
		return n > 0 && n == len(text)
	}
	return text == ""
}

// digits counts the digits that text begins with.
func digits(text string) int {
	n := 0
	for n < len(text) && text[n] >= '0' && text[n] <= '9' {
		n++
	}
	return n
}

// formatNumber writes a number without exponent or trailing zeros.
func formatNumber(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// short cuts a number as written to the length of a message.
func short(text string) string {
	const longest = 40
	if len(text) > longest {
		return text[:longest] + "..."
	}
	return text
}
