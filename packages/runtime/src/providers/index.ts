export {
  createDefaultRegistry,
  getProvider,
  getRegisteredProvider,
  isProviderConfigured,
  listRegisteredProviderIds,
  registerBuiltinProvider,
  registerProvider,
  unregisterProvider,
} from './default-registry.ts';
