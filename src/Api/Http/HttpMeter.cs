using System.Diagnostics.Metrics;

namespace Omnichannel.Http;

/// <summary>What the front end measures of itself.</summary>
public sealed class HttpMeter(IMeterFactory meters)
{
    private readonly Counter<long> _problems = meters.Create("Omnichannel")
        .CreateCounter<long>("omnichannel.http.problems", "{problem}", "Answers that were a problem, by code.");

    public void Count(ProblemKind kind) => _problems.Add(1, new KeyValuePair<string, object?>("code", kind.Code));
}
