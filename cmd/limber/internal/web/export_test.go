package web

// CannotAssess notes that a case got no decision, as a request for one does.
func (s *Server) CannotAssess(err error) { s.cannotAssess(err) }

// Undecided is the problem of a case that got no decision.
func (s *Server) Undecided(err error) error { return s.undecided(s.site.Load(), err) }
