/** `${name}` of Fn::Sub. */
export function sub(name: string): string {
  return `\${${name}}`
}

/** A parameter of text that has this form. */
export function textParameter(Description: string, AllowedPattern: string, Default?: string) {
  return { Type: 'String', Description, AllowedPattern, ...(Default === undefined ? {} : { Default }) }
}

/** Holds where the parameter is not empty. */
export function isGiven(parameter: string) {
  return { 'Fn::Not': { 'Fn::Equals': ['', { Ref: parameter }] } }
}

/** The items of a parameter that is a comma list. */
export function itemsOf(parameter: string) {
  return { 'Fn::Split': [',', { Ref: parameter }] }
}

/** One of two, by a condition. */
export function either(condition: string, yes: unknown, no: unknown) {
  return { 'Fn::If': [condition, yes, no] }
}
