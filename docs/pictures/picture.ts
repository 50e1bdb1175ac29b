/** A page, and how much of it a picture shows. */
export interface Picture {
  /** `docs/<name>.png` */
  readonly name: string
  /** A whole document, which loads nothing. */
  readonly html: string
  /** The window, in CSS pixels. */
  readonly width: number
  /** The most that it shows from the top, in CSS pixels. */
  readonly height: number
  /** Pixels of the picture a CSS pixel. */
  readonly scale: number
  /** Selects what it may end behind, so that nothing is cut in its middle. */
  readonly ends: string
}
