package web

// CannotAssess notes that a case got no decision, as a request for one does.
func (s *Server) CannotAssess(err error) { s.cannotAssess(err) }
