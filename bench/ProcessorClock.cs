using System.Globalization;

namespace Omnichannel.Bench;

/// <summary>What processes have taken of the processor, as Linux counts it.</summary>
internal static class ProcessorClock
{
    private const double TicksPerSecond = 100;

    /// <summary>Seconds that these took so far, with all their children that have ended.</summary>
    public static double Seconds(params IEnumerable<int> processes) => processes.Sum(SecondsOf);

    private static double SecondsOf(int process)
    {
        try
        {
            // "pid (name) state ..."; the fields 14 to 17 are user, system, and both of the children that were waited for.
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[11..15].Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)) / TicksPerSecond;
        }
        catch (Exception gone) when (gone is IOException or DirectoryNotFoundException)
        {
            // It ended: its parent counts it from now on.
            return 0;
        }
    }
}
