/*
 * Syntax of WIT: design/mvp/WIT.md of WebAssembly/component-model, from "Top-level items" on.
 *
 * Every decision needs one token of lookahead, so an error is always found, and named, at the first token that is
 * wrong. What the specification forbids by other means than syntax (a second package declaration, an empty enum, a
 * gate with the wrong field) is accepted here and refused, with a better message, when the tree is read.
 */
parser grammar WitParser;

options { tokenVocab = WitLexer; }

witFile : item* EOF ;

item : gate* (packageItem | topLevelUse | interfaceItem | worldItem) ;

// `package a:b;` for the file or `package a:b { }` for a nested one.
packageItem : PACKAGE packageName (SEMICOLON | LBRACE item* RBRACE) ;

packageName : ID (COLON ID)+ (SLASH ID)* version? ;

version : AT VERSION ;

topLevelUse : USE usePath (AS ID)? SEMICOLON ;

usePath : ID ((COLON ID)+ (SLASH ID)+ version?)? ;

// Gates and external ids.
gate : AT ID LPAREN gateArgument RPAREN ;

gateArgument : ID EQUALS (VERSION | ID) | TEXT ;

// Worlds.
worldItem : WORLD ID LBRACE worldMember* RBRACE ;

worldMember : gate* (externItem | useItem | typeItem | includeItem) ;

externItem : (IMPORT | EXPORT) ID (SEMICOLON | COLON externType) ;

// `a: func()`, `a: interface { }`, `a: local`, and what follows `a:` in `a:pkg/name@1.0.0`, `a: ns:pkg/name@1.0.0`.
externType
    : funcType SEMICOLON
    | INTERFACE LBRACE interfaceMember* RBRACE
    | ID ((COLON ID)? SLASH ID version?)? SEMICOLON
    ;

includeItem : INCLUDE usePath (SEMICOLON | WITH LBRACE includeName (COMMA includeName)* COMMA? RBRACE SEMICOLON?) ;

includeName : ID AS ID ;

// Interfaces.
interfaceItem : INTERFACE ID LBRACE interfaceMember* RBRACE ;

interfaceMember : gate* (useItem | typeItem | funcItem) ;

useItem : USE usePath DOT LBRACE (useName (COMMA useName)* COMMA?)? RBRACE SEMICOLON ;

useName : ID (AS ID)? ;

funcItem : ID COLON funcType SEMICOLON ;

funcType : ASYNC? FUNC params (ARROW type)? ;

params : LPAREN (param (COMMA param)* COMMA?)? RPAREN ;

param : ID COLON type ;

// Type definitions.
typeItem : aliasItem | recordItem | variantItem | enumItem | flagsItem | resourceItem ;

aliasItem : TYPE ID EQUALS type SEMICOLON ;

recordItem : RECORD ID LBRACE (field (COMMA field)* COMMA?)? RBRACE ;

field : ID COLON type ;

variantItem : VARIANT ID LBRACE (variantCase (COMMA variantCase)* COMMA?)? RBRACE ;

variantCase : ID (LPAREN type RPAREN)? ;

enumItem : ENUM ID LBRACE (label (COMMA label)* COMMA?)? RBRACE ;

flagsItem : FLAGS ID LBRACE (label (COMMA label)* COMMA?)? RBRACE ;

label : ID ;

resourceItem : RESOURCE ID (SEMICOLON | LBRACE resourceMember* RBRACE) ;

resourceMember
    : gate* (CONSTRUCTOR params (ARROW type)? SEMICOLON | ID COLON STATIC? funcType SEMICOLON)
    ;

// Types.
type
    : primitive                                                        # primitiveType
    | ID                                                               # namedType
    | LIST LESS type (COMMA INTEGER)? GREATER                          # listType
    | MAP LESS type COMMA type GREATER                                 # mapType
    | OPTION LESS type GREATER                                         # optionType
    | RESULT (LESS (UNDERSCORE COMMA err=type | ok=type (COMMA err=type)?) GREATER)?   # resultType
    | TUPLE LESS (type (COMMA type)* COMMA?)? GREATER                  # tupleType
    | FUTURE (LESS type GREATER)?                                      # futureType
    | STREAM (LESS type GREATER)?                                      # streamType
    | OWN LESS ID GREATER                                              # ownType
    | BORROW LESS ID GREATER                                           # borrowType
    ;

primitive
    : BOOL | S8 | U8 | S16 | U16 | S32 | U32 | S64 | U64 | F32 | F64 | CHAR | STRING | ERROR_CONTEXT
    ;
