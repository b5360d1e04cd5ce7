using System.Globalization;
using Omnichannel.Simulation;
using Omnichannel.Simulation.Mutants;
using Omnichannel.Simulation.Shop;

const ulong SeedsDefault = 2_000;

var kind = args is ["--shop", ..] ? SeedRunner.Shop : SeedRunner.Stock;
return (kind == SeedRunner.Shop ? args[1..] : args) switch
{
    ["--seed", var seed] => RunOne(kind, ulong.Parse(seed, CultureInfo.InvariantCulture)),
    ["--seeds", var range] when Range(range) is { } seeds => RunMany(kind, seeds.First, seeds.Last, TimeSpan.FromDays(1)),
    ["--minutes", var minutes] => RunMany(kind, (ulong)Environment.TickCount64, ulong.MaxValue - 1, TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture))),
    ["--seeds", var range, "--minutes", var minutes] when Range(range) is { } seeds =>
        RunMany(kind, seeds.First, seeds.Last, TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture))),
    ["--mutants"] => HuntMutants(MutantHunt.All.Keys),
    ["--mutant", var name] when MutantHunt.All.ContainsKey(name) => HuntMutants([name]),
    [] => RunMany(kind, 1, SeedsDefault, TimeSpan.FromDays(1)),
    _ => Usage(),
};

static int Usage()
{
    Console.WriteLine("""
        (nothing)                runs the 2,000 seeds of CI
        --shop ...               the same with carts and customers instead of stock alone
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

static int RunOne(SeedKind kind, ulong seed)
{
    Console.WriteLine(kind == SeedRunner.Shop ? new ShopRun(seed).Plan : new SimRun(seed).Plan);
    var (first, second) = (SeedRunner.RunOne(kind, seed), SeedRunner.RunOne(kind, seed));
    Console.WriteLine(first.Failed ?? $"seed {seed} held: {first.Held!.Coverage}, {first.Held.Steps:N0} steps in {first.Held.VirtualTime} of virtual time");
    var isSame = first.Held?.Trace == second.Held?.Trace && first.Failed == second.Failed;
    Console.WriteLine(isSame ? $"the same again: {first.Held?.Trace:x16}" : $"NOT the same again: {first.Held?.Trace:x16}, then {second.Held?.Trace:x16}; {second.Failed}");
    return isSame && first.Failed is null ? 0 : 1;
}

static int RunMany(SeedKind kind, ulong first, ulong last, TimeSpan duration)
{
    var (started, before) = (Environment.TickCount64, Environment.CpuUsage.TotalTime);
    var report = SeedRunner.Run(kind, first, last, Environment.ProcessorCount, () => TimeSpan.FromMilliseconds(Environment.TickCount64 - started) > duration);
    var elapsed = TimeSpan.FromMilliseconds(Environment.TickCount64 - started + 1);
    foreach (var line in report.Failures.Concat(report.Lines())) Console.WriteLine(line);

    // By the time that the cores worked for this process: other processes on the machine do not change what a core can do.
    var worked = Environment.CpuUsage.TotalTime - before;
    Console.WriteLine($"{elapsed:g} on {Environment.ProcessorCount} cores that worked {worked:g}: {report.Coverage.Operations / worked.TotalSeconds:N0} operations and "
        + $"{report.StepsCount / worked.TotalSeconds:N0} steps a second and core");
    return report.Failures.Count == 0 ? 0 : 1;
}
