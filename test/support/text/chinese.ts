/** Half-width punctuation that touches a Chinese character or mark, with a space between them or without; not that of times and numbers. */
export const HALF_WIDTH =
  /[\p{Script=Han}”》」』）】] ?[(),;:!?]|[(),;:!?] ?[\p{Script=Han}“《「『（【]|\p{Script=Han}\.(?!\d)/u
