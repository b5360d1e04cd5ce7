namespace Omnichannel.Bench;

/// <summary>What one side did in one measurement.</summary>
/// <param name="PerSecond">Reservations.</param>
/// <param name="P50">Milliseconds, as all of these; null where the side does not tell.</param>
/// <param name="GeneratorShare">Processors that the load generator itself took: 1.0 is one whole.</param>
internal sealed record Figure(double PerSecond, double? P50, double? P99, double? P999, double GeneratorShare)
{
    /// <summary>Microseconds of processor per reservation in the process that serves.</summary>
    public double? ServerMicroseconds { get; init; }

    /// <summary>Microseconds of processor per reservation in the database.</summary>
    public double? StoreMicroseconds { get; init; }

    /// <summary>Bytes that the serving process allocated per reservation.</summary>
    public double? AllocatedBytes { get; init; }
}

/// <summary>All rounds of one side under one load.</summary>
internal sealed class Measured
{
    private readonly List<Figure> _rounds = [];

    public double PerSecond => Median(figure => figure.PerSecond) ?? 0;

    public double Slowest => _rounds.Min(figure => figure.PerSecond);

    public double Fastest => _rounds.Max(figure => figure.PerSecond);

    public void Add(Figure figure) => _rounds.Add(figure);

    /// <summary>The middle one; null when no round has it.</summary>
    public double? Median(Func<Figure, double?> of)
    {
        var sorted = _rounds.Select(of).OfType<double>().Order().ToArray();
        return sorted.Length == 0 ? null : sorted[sorted.Length / 2];
    }
}
