package grl

// TokenNames are the names that Grule's grammar gives our token types.
var TokenNames = map[int]string{
	tokMinus: "MINUS", tokDiv: "DIV", tokMul: "MUL", tokDot: "DOT", tokSemicolon: "SEMICOLON",
	tokOpenBrace: "LR_BRACE", tokCloseBrace: "RR_BRACE", tokOpen: "LR_BRACKET", tokClose: "RR_BRACKET",
	tokOpenSquare: "LS_BRACKET", tokRule: "RULE", tokWhen: "WHEN", tokThen: "THEN", tokTrue: "TRUE",
	tokFalse: "FALSE", tokNil: "NIL_LITERAL", tokNot: "NEGATION", tokSalience: "SALIENCE", tokAssign: "ASSIGN",
	tokName: "SIMPLENAME", tokString: "DQUOTA_STRING", tokSingleQuoted: "SQUOTA_STRING",
	tokFloat: "DECIMAL_FLOAT_LIT", tokHexFloat: "HEX_FLOAT_LIT", tokInteger: "DEC_LIT", tokHex: "HEX_LIT", tokOctal: "OCT_LIT",
}
