package facts

// quick reads a plain row: cells without quotes that hold one id, a number in
// digits or ids parted by semicolons. It reports whether it understood
// everything.
func (r *TableReader) quick(b []byte, c *Case) bool {
	if len(b) == 0 || b[0] <= ' ' {
		return false // perhaps a blank row, which is no case
	}
	i := 0
	for n, slot := range r.columns {
		w, end := scan(b, i, commas)
		if last := n == len(r.columns)-1; last != (end == len(b)) {
			return false
		}
		cell := b[i:end]
		i = end + 1
		switch {
		case len(cell) == 0:
		case slot == slotCaseID:
			if !plainID(cell) {
				return false
			}
			c.ID = string(cell)
		case !r.facts[slot].cell(cell, w, &c.words[slot]):
			return false
		}
	}
	return true
}

// cell reads one cell that is not empty.
func (q *quickFact) cell(cell []byte, whole word, word *uint64) bool {
	if q.kind == Number {
		w, end, ok := q.number(cell, 0)
		*word = w
		return ok && end == len(cell)
	}
	if bit, ok := q.words.find(cell, 0, whole); ok {
		*word = bit
		return true
	}
	if q.kind != Set {
		return false
	}
	for i := 0; i <= len(cell); {
		w, end := scan(cell, i, semicolons)
		bit, ok := q.words.find(cell, i, w)
		if !ok || *word&bit != 0 {
			return false
		}
		*word |= bit
		i = end + 1
	}
	return *word&q.none == 0 || *word == q.none
}
