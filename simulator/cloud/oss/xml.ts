/** The content of an element: a text, elements in it, or several of one name. */
export type Content = string | number | boolean | Elements | readonly Content[]

export interface Elements {
  readonly [name: string]: Content
}

export function xmlDocument(elements: Elements): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${written(elements)}`
}

function written(elements: Elements): string {
  return Object.entries(elements)
    .flatMap(([name, content]) => (Array.isArray(content) ? content : [content]).map((each) => element(name, each)))
    .join('')
}

function element(name: string, content: Content): string {
  return `<${name}>${typeof content === 'object' ? written(content as Elements) : escaped(String(content))}</${name}>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
