using Omnichannel.Testing;

namespace Omnichannel.Crash.Faults;

/// <summary>A wire to a front end that loses answers before and inside them, and now and then a call.</summary>
public static class LossyWire
{
    private const double AnswersLost = 0.05;
    private const double AnswersTorn = 0.05;
    private const double CallsTorn = 0.03;

    public static TcpProxy To(GridProcess grid)
    {
        var random = new Random(CrashRun.Seed);
        return new(grid.Port)
        {
            Back = _ => Draw(random, AnswersLost) ? Passage.CutBefore : Draw(random, AnswersTorn) ? Passage.CutInside : Passage.Pass,
            Towards = _ => Draw(random, CallsTorn) ? Passage.CutInside : Passage.Pass,
        };
    }

    private static bool Draw(Random random, double chance)
    {
        lock (random) return random.NextDouble() < chance;
    }
}
