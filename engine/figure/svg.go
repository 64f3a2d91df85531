package figure

import (
	"fmt"
	"html"
	"math"
	"strings"
)

// palette says how each ink looks, as SVG attributes.
type palette [inks]string

// inherited takes its colours from the page around it.
var inherited = inkAttributes("var(--figure-paper,Canvas)", func(share int) string {
	return fmt.Sprintf("color-mix(in srgb,currentColor %d%%,var(--figure-paper,Canvas))", share)
}, "var(--figure-tool,#1c7ed6)", "var(--figure-arrow,#d9480f)")

func inkAttributes(paper string, mix func(int) string, tool, arrow string) palette {
	stroke := func(i ink, colour string) string {
		return fmt.Sprintf(`stroke="%s" stroke-width="%d"`, colour, grains(widths[i]))
	}
	fill := func(colour string) string { return fmt.Sprintf(`fill="%s"`, colour) }
	const under = ` paint-order="stroke"`
	return palette{
		inkProp:      fill(mix(12)) + " " + stroke(inkProp, mix(45)),
		inkLine:      stroke(inkLine, mix(45)),
		inkGhost:     fill(paper) + " " + stroke(inkGhost, mix(55)) + under,
		inkFar:       fill(mix(45)) + " " + stroke(inkFar, paper) + under,
		inkBody:      fill(mix(85)) + " " + stroke(inkBody, paper) + under,
		inkSeam:      fill(mix(85)),
		inkEye:       fill(paper),
		inkBand:      stroke(inkBand, tool),
		inkFaintBand: stroke(inkFaintBand, tool) + ` stroke-dasharray="30 35"`,
		inkTool:      fill(tool),
		inkArrow:     stroke(inkArrow, arrow),
		inkHead:      fill(arrow),
		inkNo:        stroke(inkNo, arrow),
	}
}

// classes let a page restyle what it likes.
var classes = [inks]string{"prop", "prop", "start", "far", "near", "near", "eye", "band", "band", "tool", "arrow", "arrow", "no"}

// margin is the room around what is drawn, in centimetres.
const margin = 2

// write writes the SVG of a canvas.
func (c *canvas) write(p palette, prefix, title, desc string) string {
	x, y := math.Floor(c.box.min.x-margin), math.Floor(c.box.min.y-margin)
	w, h := math.Ceil(c.box.max.x+margin)-x, math.Ceil(c.box.max.y+margin)-y
	var b strings.Builder
	scale := min(frameWidth/w, frameHeight/h)
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" class="figure" role="img" aria-labelledby="%[1]s-title %[1]s-desc" viewBox="%d %d %d %d" width="%.0f" height="%.0f" fill="none" stroke-linecap="round" stroke-linejoin="round">`,
		prefix, grains(x), grains(y), grains(w), grains(h), w*scale, h*scale)
	fmt.Fprintf(&b, "\n"+`<title id="%s-title">%s</title>`+"\n"+`<desc id="%s-desc">%s</desc>`+"\n", prefix, html.EscapeString(title), prefix, html.EscapeString(desc))
	for _, l := range c.layers {
		if len(l.paths) == 1 {
			fmt.Fprintf(&b, `<path class="%s" %s d="%s"/>`+"\n", classes[l.ink], p[l.ink], l.paths[0])
			continue
		}
		fmt.Fprintf(&b, `<g class="%s" %s>`, classes[l.ink], p[l.ink])
		for _, d := range l.paths {
			fmt.Fprintf(&b, `<path d="%s"/>`, d)
		}
		b.WriteString("</g>\n")
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// The size at which a figure shows when a page says nothing else, in pixels.
const (
	frameWidth  = 320.0
	frameHeight = 220.0
)
