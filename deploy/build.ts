import { bundleFunctions } from './bundle.ts'

// `npm run build`: one folder a function under dist/.

for (const { name, bytes } of await bundleFunctions('dist')) {
  process.stdout.write(`dist/${name}: ${Math.round(bytes / 1024)} KB\n`)
}
