using System.Globalization;
using Omnichannel.Simulation;
using Omnichannel.Simulation.Mutants;

return args switch
{
    ["--seed", var seed] => RunOne(ulong.Parse(seed, CultureInfo.InvariantCulture)),
    ["--seeds", var range] when Range(range) is { } seeds => RunMany(seeds.First, seeds.Last, TimeSpan.FromDays(1)),
    ["--minutes", var minutes] => RunMany((ulong)Environment.TickCount64, ulong.MaxValue - 1, TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture))),
    ["--seeds", var range, "--minutes", var minutes] when Range(range) is { } seeds =>
        RunMany(seeds.First, seeds.Last, TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture))),
    ["--mutants"] => HuntMutants(MutantHunt.All.Keys),
    ["--mutant", var name] when MutantHunt.All.ContainsKey(name) => HuntMutants([name]),
    _ => Usage(),
};

static int Usage()
{
    Console.WriteLine("""
        --seed N                 runs one seed twice: its plan, what it came to, and whether both runs were the same
        --seeds FROM..TO         runs a range of seeds
        --mutants                puts every known bug in, one at a time, and says after how many seeds it was noticed
        --mutant NAME            the same for one of them
        --minutes M              runs seeds that nobody has run before, for a while; with --seeds FROM..TO, that range at most
        """);
    return 2;
}

static int HuntMutants(IEnumerable<string> names)
{
    var missed = 0;
    foreach (var name in names)
    {
        var hunt = MutantHunt.Run(name, 400);
        if (hunt.Seed is null) missed++;
        Console.WriteLine(hunt);
    }

    return missed == 0 ? 0 : 1;
}

static (ulong First, ulong Last)? Range(string text) => text.Split("..") switch
{
    [var first, var last] when ulong.TryParse(first, out var from) && ulong.TryParse(last, out var to) => (from, to),
    _ => null,
};

static int RunOne(ulong seed)
{
    Console.WriteLine(new SimRun(seed).Plan);
    var (first, second) = (SeedRunner.RunOne(seed), SeedRunner.RunOne(seed));
    Console.WriteLine(first.Failed ?? $"seed {seed} held: {first.Held!.Coverage}, {first.Held.Steps:N0} steps in {first.Held.VirtualTime} of virtual time");
    var isSame = first.Held?.Trace == second.Held?.Trace && first.Failed == second.Failed;
    Console.WriteLine(isSame ? $"the same again: {first.Held?.Trace:x16}" : $"NOT the same again: {first.Held?.Trace:x16}, then {second.Held?.Trace:x16}; {second.Failed}");
    return isSame && first.Failed is null ? 0 : 1;
}

static int RunMany(ulong first, ulong last, TimeSpan duration)
{
    var started = Environment.TickCount64;
    var report = SeedRunner.Run(first, last, Environment.ProcessorCount, () => TimeSpan.FromMilliseconds(Environment.TickCount64 - started) > duration);
    var elapsed = TimeSpan.FromMilliseconds(Environment.TickCount64 - started + 1);
    foreach (var line in report.Failures.Concat(report.Lines())) Console.WriteLine(line);
    Console.WriteLine($"{elapsed}, {report.Coverage.Operations / elapsed.TotalSeconds / Environment.ProcessorCount:N0} operations/s per core");
    return report.Failures.Count == 0 ? 0 : 1;
}
