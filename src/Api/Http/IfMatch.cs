using System.Globalization;

namespace Omnichannel.Http;

/// <summary>The version that a caller saw, in <c>If-Match</c>: the <c>ETag</c> of an earlier answer, for instance <c>"5"</c>.</summary>
public static class IfMatch
{
    public const string Header = "If-Match";

    /// <summary>Null when the caller does not care, or sent <c>*</c>.</summary>
    public static long? Of(HttpContext httpContext)
    {
        var given = httpContext.Request.Headers.IfMatch;
        if (given.Count == 0 || given is ["*"]) return null;
        var isVersion = given is [['"', .. var digits, '"']] && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) && parsed >= 0;
        if (isVersion) return long.Parse(given[0]!.AsSpan()[1..^1], NumberStyles.None, CultureInfo.InvariantCulture);
        throw new BadInputException(ProblemKinds.ParameterInvalid, Header, $"{Header} is one ETag, as it was given: a version in double quotes.");
    }

    public static string ETag(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}
