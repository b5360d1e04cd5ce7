namespace Omnichannel.Storage;

/// <summary>The store, or this build, is not set up for a journal. The message says what to set or to install.</summary>
public sealed class StoreSetupException(string message) : Exception(message);
