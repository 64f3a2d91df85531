package ask

// Exceeded reports whether the last question was too hard for the budget.
func (a *Asker) Exceeded() bool { return a.search.exceeded }

// Steps is how much of the budget the last question took.
func (a *Asker) Steps() int { return a.search.budget - a.search.steps }

// WithBudget leaves so much for each question.
func (a *Asker) WithBudget(n int) { a.search.budget = n }
