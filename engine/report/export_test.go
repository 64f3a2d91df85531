package report

// For the tests of small wordings that a whole page would hide.
var (
	DoseWords    = doseWords
	MinutesWords = minutesWords
	Wrap         = wrap
)

// StyleSheet is the page's CSS.
func StyleSheet() string { return styleSheet }
