/** Builds one write to the terminal in a buffer that is kept: a frame makes no garbage. */
export class ByteWriter {
  private bytes: Buffer;
  length = 0;

  constructor(capacity = 32_768) {
    this.bytes = Buffer.allocUnsafe(capacity);
  }

  clear(): void {
    this.length = 0;
  }

  /** What was written. Shares memory with the writer: valid until the next `clear`. */
  written(): Buffer {
    return this.bytes.subarray(0, this.length);
  }

  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  ascii(text: string): void {
    this.reserve(text.length);
    for (let i = 0; i < text.length; i++) this.bytes[this.length++] = text.charCodeAt(i);
  }

  text(text: string): void {
    this.reserve(text.length * 3);
    this.length += this.bytes.write(text, this.length, 'utf8');
  }

  number(value: number): void {
    this.reserve(10);
    let divisor = 1;
    while (value >= divisor * 10) divisor *= 10;
    for (; divisor >= 1; divisor = Math.floor(divisor / 10))
      this.bytes[this.length++] = 0x30 + (Math.floor(value / divisor) % 10);
  }

  /** One code point as UTF-8 (RFC 3629, section 3). */
  codePoint(code: number): void {
    this.reserve(4);
    const { bytes } = this;
    if (code < 0x80) bytes[this.length++] = code;
    else if (code < 0x800) {
      bytes[this.length++] = 0xc0 | (code >> 6);
      bytes[this.length++] = 0x80 | (code & 63);
    } else if (code < 0x10000) {
      bytes[this.length++] = 0xe0 | (code >> 12);
      bytes[this.length++] = 0x80 | ((code >> 6) & 63);
      bytes[this.length++] = 0x80 | (code & 63);
    } else {
      bytes[this.length++] = 0xf0 | (code >> 18);
      bytes[this.length++] = 0x80 | ((code >> 12) & 63);
      bytes[this.length++] = 0x80 | ((code >> 6) & 63);
      bytes[this.length++] = 0x80 | (code & 63);
    }
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + more));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}
