// What Node and browsers have beyond the language, as far as the room uses it. Nothing else is known
// to the package's compiler, so that a use of Node or of the DOM is an error.

declare class TextEncoder {
  encode(text: string): Uint8Array;
}

declare class URL {
  static canParse(text: string): boolean;
  constructor(text: string);
  readonly hostname: string;
}
