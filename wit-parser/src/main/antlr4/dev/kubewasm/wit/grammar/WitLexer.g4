/*
 * Tokens of WIT: design/mvp/WIT.md of WebAssembly/component-model, "Lexical structure".
 *
 * The lexer accepts more than WIT does (identifiers that are not kebab-case, stray characters, comments and strings
 * without an end), so that what is wrong can be said in words where it stands.
 */
lexer grammar WitLexer;

channels { COMMENTS }

@members {
    /** Deepest nesting of a block comment. */
    public static final int MAX_COMMENT_DEPTH = 100;

    /**
     * Consumes the rest of a block comment whose opening was just matched. Nested comments are counted, not recursed
     * into. The type becomes UNTERMINATED_COMMENT or DEEP_COMMENT when it does not end well.
     */
    private void blockComment() {
        int depth = 1;
        boolean deep = false;
        while (depth > 0) {
            int c = _input.LA(1);
            if (c == IntStream.EOF) {
                setType(UNTERMINATED_COMMENT);
                return;
            }
            getInterpreter().consume(_input);
            if (c == '*' && _input.LA(1) == '/') {
                getInterpreter().consume(_input);
                depth--;
            } else if (c == '/' && _input.LA(1) == '*') {
                getInterpreter().consume(_input);
                depth++;
                deep |= depth > MAX_COMMENT_DEPTH;
            }
        }
        if (deep) {
            setType(DEEP_COMMENT);
        }
    }
}

tokens { UNTERMINATED_COMMENT, DEEP_COMMENT }

WHITESPACE : [ \t\r\n]+ -> skip ;
LINE_COMMENT : '//' ~[\n]* -> channel(COMMENTS) ;
BLOCK_COMMENT : '/*' { blockComment(); } -> channel(COMMENTS) ;

// Keywords.
AS : 'as' ;
ASYNC : 'async' ;
BOOL : 'bool' ;
BORROW : 'borrow' ;
CHAR : 'char' ;
CONSTRUCTOR : 'constructor' ;
ENUM : 'enum' ;
ERROR_CONTEXT : 'error-context' ;
EXPORT : 'export' ;
F32 : 'f32' ;
F64 : 'f64' ;
FLAGS : 'flags' ;
FROM : 'from' ;
FUNC : 'func' ;
FUTURE : 'future' ;
IMPORT : 'import' ;
INCLUDE : 'include' ;
INTERFACE : 'interface' ;
LIST : 'list' ;
MAP : 'map' ;
OPTION : 'option' ;
OWN : 'own' ;
PACKAGE : 'package' ;
RECORD : 'record' ;
RESOURCE : 'resource' ;
RESULT : 'result' ;
S8 : 's8' ;
S16 : 's16' ;
S32 : 's32' ;
S64 : 's64' ;
STATIC : 'static' ;
STREAM : 'stream' ;
STRING : 'string' ;
TUPLE : 'tuple' ;
TYPE : 'type' ;
U8 : 'u8' ;
U16 : 'u16' ;
U32 : 'u32' ;
U64 : 'u64' ;
USE : 'use' ;
VARIANT : 'variant' ;
WITH : 'with' ;
WORLD : 'world' ;
UNDERSCORE : '_' ;

// Operators.
EQUALS : '=' ;
COMMA : ',' ;
COLON : ':' ;
SEMICOLON : ';' ;
LPAREN : '(' ;
RPAREN : ')' ;
LBRACE : '{' ;
RBRACE : '}' ;
LESS : '<' ;
GREATER : '>' ;
ARROW : '->' ;
SLASH : '/' ;
DOT : '.' ;
AT : '@' ;

// A version is one token: nothing else in WIT looks like it. `@1.0.0.{a}` ends it before the dot of the use.
VERSION : DIGITS '.' DIGITS '.' DIGITS ('-' SUFFIX)? ('+' SUFFIX)? ;
INTEGER : DIGITS ;
ID : '%'? [a-zA-Z_] [a-zA-Z0-9_-]* ;
TEXT : '"' (~["\\\n] | '\\' ~[\n])* '"' ;
UNTERMINATED_TEXT : '"' (~["\\\n] | '\\' ~[\n])* ;
UNEXPECTED : . ;

fragment DIGITS : [0-9]+ ;
fragment SUFFIX : [a-zA-Z0-9-]+ ('.' [a-zA-Z0-9-]+)* ;
