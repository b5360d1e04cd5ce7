namespace Omnichannel.Http;

/// <summary>Turns everything that is not a success into a problem: refused input, a grid without an answer, and what the framework says without a body.</summary>
public sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> log)
{
    public async Task InvokeAsync(HttpContext httpContext)
    {
        Problem problem;
        try
        {
            await next(httpContext);
            var response = httpContext.Response;
            if (response.StatusCode < StatusCodes.Status400BadRequest || response.HasStarted || response.ContentLength is not null || response.ContentType is not null) return;
            problem = OfEmptyAnswer(httpContext);
        }
        catch (Exception failure) when (!httpContext.Response.HasStarted)
        {
            if (failure is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested) return;
            problem = Of(failure, httpContext);
            var allow = httpContext.Response.Headers.Allow;
            httpContext.Response.Clear();
            httpContext.Response.Headers.Allow = allow;
        }

        await problem.ExecuteAsync(httpContext);
    }

    private static Problem OfEmptyAnswer(HttpContext httpContext)
    {
        var kind = ProblemKinds.OfStatus(httpContext.Response.StatusCode);
        var detail = kind == ProblemKinds.MethodNotAllowed
            ? $"{httpContext.Request.Method} is not among {httpContext.Response.Headers.Allow}."
            : kind == ProblemKinds.MediaTypeUnsupported ? Body.MediaTypeDetail(httpContext) : null;
        return new(kind, detail);
    }

    private Problem Of(Exception failure, HttpContext httpContext)
    {
        switch (failure)
        {
            case BadInputException refused:
                return refused.Problem;
            case BadHttpRequestException refused:
                return new(ProblemKinds.OfStatus(refused.StatusCode), refused.StatusCode == StatusCodes.Status413PayloadTooLarge ? Body.TooLargeDetail : refused.Message);
        }

        if (NoAnswer.Of(failure) is { } told && told.Kind != ProblemKinds.Internal) return told;
        ApiLog.Failed(log, httpContext.Request.Method, httpContext.Request.Path, failure);
        return new(ProblemKinds.Internal, "This has been logged under the trace id.");
    }
}
