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
func (b *box) take(d disc) {
	b.min = point{min(b.min.x, d.at.x-d.r), min(b.min.y, d.at.y-d.r)}
	b.max = point{max(b.max.x, d.at.x+d.r), max(b.max.y, d.at.y+d.r)}
}

// path is the text of one SVG path and the box around it, stroke left out.
// Places are written relative to the last one, which is shorter.
type path struct {
	d          []byte
	pen, begun [2]int // the last place and the last begun, in grains
	ruled      int    // where in d the last command is, if a line; else 0
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
func (p *path) write(command string, places ...point) {
	p.ruled = 0
	p.d = append(p.d, command...)
	var at [2]int
	for _, to := range places {
		at = [2]int{grains(to.x), grains(to.y)}
		p.d = number(number(p.d, at[0]-p.pen[0]), at[1]-p.pen[1])
	}
	p.pen = at
	p.box.take(disc{at: places[len(places)-1]})
}

func (p *path) move(to point) {
	p.write("m", to)
	p.begun = p.pen
}

func (p *path) line(to point) {
	at := len(p.d)
	p.write("l", to)
	p.ruled = at
}

// close draws the line back to where the run began, so one that was drawn there
// already is left out.
func (p *path) close() {
	if p.ruled > 0 && p.pen == p.begun {
		p.d = p.d[:p.ruled]
	}
	p.ruled = 0
	p.d = append(p.d, 'z')
	p.pen = p.begun
}

// curve adds a quadratic curve that passes through a middle point.
func (p *path) curve(from, through, to point) {
	control := through.times(2).sub(from.to(to, 0.5))
	p.write("q", control, to)
	const looks = 8 // at which the box looks at the curve
	for k := 1; k < looks; k++ {
		t := float64(k) / looks
		p.box.take(disc{at: from.to(control, t).to(control.to(to, t), t)})
	}
}

// arc adds an arc around a disc, clockwise, from an angle on by a swing, both
// in radians. The pen must be where it starts.
func (p *path) arc(d disc, from, swing float64) {
	p.d = number(number(append(p.d, 'a'), grains(d.r)), grains(d.r))
	if swing > math.Pi {
		p.write(" 0 1 1", d.edge(from+swing))
	} else {
		p.write(" 0 0 1", d.edge(from+swing))
	}
	const quarter = math.Pi / 2 // the arc reaches farthest where it crosses an axis
	for k := math.Ceil(from / quarter); k*quarter < from+swing; k++ {
		p.box.take(disc{at: d.edge(k * quarter)})
	}
}

func (p *path) circle(d disc) {
	p.move(d.edge(math.Pi))
	p.arc(d, math.Pi, math.Pi)
	p.arc(d, 0, math.Pi)
	p.close()
}

// ellipse adds an upright ellipse, in whole centimetres so that two halves make
// a whole.
func (p *path) ellipse(at point, across, down float64) {
	at, across, down = point{math.Round(at.x), math.Round(at.y)}, math.Ceil(across), math.Ceil(down)
	for k, s := range []float64{-1, 1, -1} {
		to := point{at.x + s*across, at.y}
		if k == 0 {
			p.move(to)
			continue
		}
		p.d = number(number(append(p.d, 'a'), grains(across)), grains(down))
		p.write(" 0 0 1", to)
	}
	p.close()
	p.box.take(disc{at: point{at.x, at.y - down}})
	p.box.take(disc{at: point{at.x, at.y + down}})
}
