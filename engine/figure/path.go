package figure

import (
	"math"
	"strconv"
)

// box is the smallest upright rectangle around what was drawn.
type box struct{ min, max point }

func emptyBox() box {
	inf := math.Inf(1)
	return box{point{inf, inf}, point{-inf, -inf}}
}

// take widens the box by a disc.
func (b *box) take(at point, r float64) {
	b.min = point{min(b.min.x, at.x-r), min(b.min.y, at.y-r)}
	b.max = point{max(b.max.x, at.x+r), max(b.max.y, at.y+r)}
}

func (b *box) join(o box) {
	b.take(o.min, 0)
	b.take(o.max, 0)
}

func (b box) empty() bool { return b.min.x > b.max.x }

// path is the text of one SVG path and the box around it, stroke left out.
type path struct {
	d   []byte
	box box
}

func newPath() *path { return &path{box: emptyBox()} }

// decimals is how exactly figures are written: a tenth of a millimetre of a
// person is more than a screen shows.
const decimals = 1

// number appends a figure in its shortest form, with a separator if needed.
func number(d []byte, v float64) []byte {
	text := strconv.FormatFloat(v, 'f', decimals, 64)
	if text[len(text)-2:] == ".0" {
		text = text[:len(text)-2]
	}
	if text == "-0" {
		text = "0"
	}
	if last := len(d) - 1; last >= 0 && text[0] != '-' && (d[last] >= '0' && d[last] <= '9') {
		d = append(d, ' ')
	}
	return append(d, text...)
}

func (p *path) verb(verb byte, figures ...float64) {
	p.d = append(p.d, verb)
	for _, v := range figures {
		p.d = number(p.d, v)
	}
}

func (p *path) move(to point) { p.verb('M', to.x, to.y); p.box.take(to, 0) }
func (p *path) line(to point) { p.verb('L', to.x, to.y); p.box.take(to, 0) }
func (p *path) close()        { p.d = append(p.d, 'Z') }

// curve adds a quadratic curve that passes through a middle point.
func (p *path) curve(from, through, to point) {
	control := through.times(2).sub(from.add(to).times(0.5))
	p.verb('Q', control.x, control.y, to.x, to.y)
	for k := 1; k <= curveSteps; k++ {
		t := float64(k) / curveSteps
		p.box.take(from.to(control, t).to(control.to(to, t), t), 0)
	}
}

const curveSteps = 8

// arc adds a clockwise arc of a circle; hull accounts for its box.
func (p *path) arc(r float64, large bool, to point) {
	flag := 0.0
	if large {
		flag = 1
	}
	p.verb('A', r, r, 0, flag, 1, to.x, to.y)
}

func (p *path) circle(d disc) {
	p.move(point{d.at.x - d.r, d.at.y})
	p.arc(d.r, false, point{d.at.x + d.r, d.at.y})
	p.arc(d.r, false, point{d.at.x - d.r, d.at.y})
	p.close()
	p.box.take(d.at, d.r)
}
