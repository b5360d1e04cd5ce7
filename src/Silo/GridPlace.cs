namespace Omnichannel.Silo;

/// <summary>Where the grid of this process is; for people who start it.</summary>
/// <param name="Describe">Lines without secrets. Only after the start.</param>
public sealed record GridPlace(Func<IReadOnlyList<string>> Describe);
