namespace Omnichannel.Privacy;

/// <summary>How many keys of owners one master key has wrapped.</summary>
/// <param name="Id">Names the master key, without telling it.</param>
/// <param name="IsNewest">It wraps what is wrapped from now on.</param>
/// <param name="IsConfigured">What it has wrapped can be opened here.</param>
public sealed record MasterKeyUse(string Id, bool IsNewest, bool IsConfigured, long Keys);
