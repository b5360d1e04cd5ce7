using Omnichannel.Journal;
using Omnichannel.Simulation.Kernel;

namespace Omnichannel.Simulation.Nodes;

/// <summary>Secrets that come out the same for the same seed.</summary>
public sealed class SimRandomSource(SimRandom random) : IRandomSource
{
    public string Draw(string alphabet, int length) => string.Create(length, (alphabet, random), static (secret, source) =>
    {
        for (var index = 0; index < secret.Length; index++) secret[index] = source.alphabet[source.random.Below(source.alphabet.Length)];
    });
}
