package figure

import "fmt"

// ink is a way of painting.
type ink int

const (
	inkFloor  ink = iota // the floor seen from above
	inkThing             // furniture: soft fill, thin outline
	inkLine              // furniture and floor as lines
	inkStart             // outline of where the movement starts
	inkFar               // limbs on the side that is turned away
	inkNear              // the rest of the person
	inkSeam              // over the outline where a limb joins the trunk
	inkEye               // on the person
	inkBand              // a band
	inkSlack             // a band where the movement starts
	inkTool              // what else the exercise takes: ball, roller, weights
	inkArrow             // the shaft of an arrow
	inkHead              // its head
	inkStrike            // through an exercise that is not suggested
	inkCount
)

// inks says what each ink is called, for pages that restyle it, and how wide
// its stroke is, in centimetres.
var inks = [inkCount]struct {
	class string
	width float64
}{
	inkFloor: {"floor", 0}, inkThing: {"thing", 1.2}, inkLine: {"thing", 2.4},
	inkStart: {"start", 2.2}, inkFar: {"far", 2.4}, inkNear: {"near", 2.4}, inkSeam: {"near", 0}, inkEye: {"eye", 0},
	inkBand: {"tool", 2.4}, inkSlack: {"tool", 1.6}, inkTool: {"tool", 0},
	inkArrow: {"arrow", 2.6}, inkHead: {"arrow", 0}, inkStrike: {"strike", 3.2},
}

// palette says how each ink looks, as SVG attributes. Most of a figure is the
// near parts of the person, so the whole looks like them and they need none.
type palette struct {
	whole string
	paper string // behind everything; "": the page's own
	looks [inkCount]string
}

// colours are what a palette is mixed from. Shares are percents of the ink of
// text in the colour of the paper.
type colours struct {
	share       func(percent int) string
	paper       string
	tool, arrow string
}

// inherited takes its colours from the page around the figure. Both accents
// have at least three times the contrast of white and of near-black paper.
var inherited = colours{
	share: func(percent int) string {
		return fmt.Sprintf("color-mix(in srgb,currentColor %d%%,var(--figure-paper,Canvas))", percent)
	},
	paper: "var(--figure-paper,Canvas)",
	tool:  "var(--figure-tool,#1c7ed6)",
	arrow: "var(--figure-arrow,#d9480f)",
}.palette("")

// printed is dark on white, for figures that stand alone.
var printed = colours{
	share: func(percent int) string {
		const white, ink = 255, 27
		grey := white - (white-ink)*percent/100
		return fmt.Sprintf("#%02x%02x%02x", grey, grey, grey)
	},
	paper: "#fff",
	tool:  "#1c7ed6",
	arrow: "#d9480f",
}.palette(`<rect x="%d" y="%d" width="%d" height="%d" fill="#fff" stroke="none"/>` + "\n")

// palette mixes the looks. What lies on something has an outline of paper
// under its fill, so that it stands off.
func (c colours) palette(paper string) palette {
	fill := func(colour string) string { return fmt.Sprintf(` fill="%s"`, colour) }
	stroke := func(i ink, colour string) string {
		look := fmt.Sprintf(` stroke="%s"`, colour)
		if inks[i].width != inks[inkNear].width {
			look += fmt.Sprintf(` stroke-width="%d"`, grains(inks[i].width))
		}
		return look
	}
	line := func(i ink, colour string) string { return ` fill="none"` + stroke(i, colour) }
	const flat = ` stroke="none"`
	whole := fill(c.share(85)) + fmt.Sprintf(` stroke="%s" stroke-width="%d" paint-order="stroke"`, c.paper, grains(inks[inkNear].width))
	return palette{whole, paper, [inkCount]string{
		inkFloor:  fill(c.share(10)) + flat,
		inkThing:  fill(c.share(12)) + stroke(inkThing, c.share(45)) + ` paint-order="normal"`,
		inkLine:   line(inkLine, c.share(45)),
		inkStart:  fill(c.paper) + stroke(inkStart, c.share(55)),
		inkFar:    fill(c.share(45)),
		inkNear:   "",
		inkSeam:   flat,
		inkEye:    fill(c.paper) + flat,
		inkBand:   line(inkBand, c.tool),
		inkSlack:  line(inkSlack, c.tool) + ` stroke-dasharray="30 35"`,
		inkTool:   fill(c.tool) + flat,
		inkArrow:  line(inkArrow, c.arrow),
		inkHead:   fill(c.arrow) + flat,
		inkStrike: line(inkStrike, c.arrow),
	}}
}
