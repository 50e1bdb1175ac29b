/**
 * The class that a vendor's CommonJS package exports as its default. Node hands the whole package over in its place; tools that unwrap
 * such packages (bundlers, vitest) hand over the class itself.
 */
export function defaultExport<T extends object>(imported: { readonly default: T }): T {
  return 'default' in imported ? imported.default : imported
}
