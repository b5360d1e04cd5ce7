using System.Globalization;

namespace Omnichannel.Bench;

/// <summary>How long to measure, how often, and what.</summary>
/// <param name="Seconds">Of each measurement.</param>
/// <param name="Rounds">In each of which every side is measured once.</param>
/// <param name="Sections">peers, growth, or both.</param>
/// <param name="Growth">What growth is shown up to, as a share of the full size (1,000,000 events, SKUs, 100,000 holds).</param>
/// <param name="Page">The file that the results are written to.</param>
internal sealed record BenchOptions(int Seconds, int WarmUpSeconds, int Rounds, string[] Sections, double Growth, string Page)
{
    private const string Usage = """
        dotnet run -c Release --project bench -- [options]
          --seconds N      of each measurement (4)
          --warm-up N      seconds before each (2)
          --rounds N       in which every side is measured once (3)
          --sections LIST  peers,growth (both)
          --growth SHARE   of the full size of the growth section, 0.001 to 1 (1)
          --page FILE      where the results are written (docs/BENCHMARKS.md)
          --quick          a rehearsal: --seconds 2 --warm-up 1 --rounds 1 --growth 0.02 --page bench-quick.md
        """;

    public static BenchOptions Default { get; } = new(4, 2, 3, ["peers", "growth"], 1, Path.Combine("docs", "BENCHMARKS.md"));

    private static BenchOptions Quick { get; } = Default with { Seconds = 2, WarmUpSeconds = 1, Rounds = 1, Growth = 0.02, Page = "bench-quick.md" };

    public bool HasPeers => Sections.Contains("peers");

    public bool HasGrowth => Sections.Contains("growth");

    /// <summary>Null, after saying why, when they mean nothing.</summary>
    public static BenchOptions? Parse(string[] args)
    {
        try
        {
            var options = args.Contains("--quick") ? Quick : Default;
            var rest = args.Where(argument => argument != "--quick").ToArray();
            for (var index = 0; index < rest.Length; index += 2)
            {
                var value = index + 1 < rest.Length ? rest[index + 1] : throw new FormatException($"{rest[index]} lacks a value.");
                options = rest[index] switch
                {
                    "--seconds" => options with { Seconds = Number(value) },
                    "--warm-up" => options with { WarmUpSeconds = Number(value) },
                    "--rounds" => options with { Rounds = Number(value) },
                    "--sections" => options with { Sections = value.Split(',') },
                    "--growth" => options with { Growth = double.Parse(value, CultureInfo.InvariantCulture) },
                    "--page" => options with { Page = value },
                    _ => throw new FormatException($"{rest[index]} is not an option."),
                };
            }

            return options;
        }
        catch (FormatException wrong)
        {
            Console.Error.WriteLine(wrong.Message);
            Console.Error.WriteLine(Usage);
            return null;
        }
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
