using System.Runtime.CompilerServices;

namespace Omnichannel.Journal;

/// <summary>A promise of docs/INVARIANTS.md was about to be broken. The entity stops before anything of it is written or told.</summary>
public sealed class InvariantBrokenException(string message) : Exception(message);

public static class Invariant
{
    /// <param name="number">The number in docs/INVARIANTS.md.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Holds(int number, bool condition, string promise)
    {
        if (!condition) Break(number, promise);
    }

    private static void Break(int number, string promise) => throw new InvariantBrokenException($"I{number}: {promise}.");
}
