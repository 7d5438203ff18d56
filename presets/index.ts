import type { Preset } from '../src/spec/preset.ts';
import { azureFree } from './azure-free.ts';
import { azurePremium } from './azure-premium.ts';
import { azureStandard } from './azure-standard.ts';
import { batch } from './batch.ts';
import { coresApi } from './cores-api.ts';
import { coresCpu } from './cores-cpu.ts';
import { coresMixed } from './cores-mixed.ts';
import { dev } from './dev.ts';
import { heavy } from './heavy.ts';
import { light } from './light.ts';
import { medium } from './medium.ts';
import { ollama } from './ollama.ts';
import { ollamaFast } from './ollama-fast.ts';
import { ollamaMinimal } from './ollama-minimal.ts';
import { orchestrator } from './orchestrator.ts';
import { orchestratorScale } from './orchestrator-scale.ts';
import { productionCpu } from './production-cpu.ts';
import { productionIo } from './production-io.ts';

/** The presets that swarmdeck brings, in the order in which they are shown. */
export const builtInPresets: readonly Preset[] = [
  light,
  medium,
  heavy,
  azureFree,
  azureStandard,
  azurePremium,
  ollamaMinimal,
  ollama,
  ollamaFast,
  dev,
  productionCpu,
  productionIo,
  batch,
  coresCpu,
  coresApi,
  coresMixed,
  orchestrator,
  orchestratorScale,
];
