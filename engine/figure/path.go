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

// path is the text of one SVG path and the box around it, stroke left out.
// Places are written relative to the last one, which is shorter.
type path struct {
	d          []byte
	pen, begun [2]int // the last place and the last begun, in grains
	box        box
}

func newPath() *path { return &path{box: emptyBox()} }

// grain is how exactly lengths are written: whole millimetres, of which there
// are so many in a centimetre. One is less than a pixel of any page.
const grain = 10

func grains(cm float64) int { return int(math.Round(cm * grain)) }

// number appends a number, parted from one before it.
func number(d []byte, n int) []byte {
	if last := len(d) - 1; last >= 0 && n >= 0 && d[last] >= '0' && d[last] <= '9' {
		d = append(d, ' ')
	}
	return strconv.AppendInt(d, int64(n), 10)
}

// write adds places to a command and moves the pen to the last of them.
func (p *path) write(places ...point) {
	var at [2]int
	for _, to := range places {
		at = [2]int{grains(to.x), grains(to.y)}
		p.d = number(number(p.d, at[0]-p.pen[0]), at[1]-p.pen[1])
	}
	p.pen = at
	p.box.take(places[len(places)-1], 0)
}

func (p *path) move(to point) {
	p.d = append(p.d, 'm')
	p.write(to)
	p.begun = p.pen
}

func (p *path) line(to point) {
	p.d = append(p.d, 'l')
	p.write(to)
}

func (p *path) close() {
	p.d = append(p.d, 'z')
	p.pen = p.begun
}

// curve adds a quadratic curve that passes through a middle point.
func (p *path) curve(from, through, to point) {
	control := through.times(2).sub(from.add(to).times(0.5))
	p.d = append(p.d, 'q')
	p.write(control, to)
	const steps = 8 // at which the box looks at the curve
	for k := 1; k < steps; k++ {
		t := float64(k) / steps
		p.box.take(from.to(control, t).to(control.to(to, t), t), 0)
	}
}

// arc adds a clockwise arc around a disc. The disc is taken to be inside.
func (p *path) arc(d disc, large bool, to point) {
	flag := byte('0')
	if large {
		flag = '1'
	}
	p.d = append(p.d, 'a')
	p.d = number(number(p.d, grains(d.r)), grains(d.r))
	p.d = append(p.d, " 0 "...)
	p.d = append(p.d, flag, ' ', '1')
	p.write(to)
	p.box.take(d.at, d.r)
}

func (p *path) circle(d disc) {
	west, east := point{d.at.x - d.r, d.at.y}, point{d.at.x + d.r, d.at.y}
	p.move(west)
	p.arc(d, false, east)
	p.arc(d, false, west)
	p.close()
}
