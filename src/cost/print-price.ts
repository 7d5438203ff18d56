import { packagePrice } from './package-price.ts';

/** `print-price PROVIDER MODEL`: the price as JSON, `null` where it is unknown; see `load-price.ts`. */
const [providerId, model] = process.argv.slice(2);
process.stdout.write(JSON.stringify(packagePrice(providerId, model)));
